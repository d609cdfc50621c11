import { checked, lectern } from '../lib/app';

checked(lectern()).synth();
