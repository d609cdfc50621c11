// In one process: each one would first take seconds to load the rules of CloudFormation.
import './api.test';
import './batch.test';
import './delivery.test';
import './local.test';
import './monitoring.test';
import './permissions.test';
import './pipeline.test';
import './storage.test';
