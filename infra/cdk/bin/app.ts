import { lectern } from '../lib/app';

lectern().synth();
