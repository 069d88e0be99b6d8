import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { regionOfStack } from '../../lib/config/certificate-region.ts';
import type { ClientSettings } from './client-settings.ts';

/**
 * Clients of CloudFormation by stack, one for each region that holds some: each takes credentials of its own.
 * @param settings `region` is that of the config
 */
export function stackClients(settings: ClientSettings): (stackName: string) => CloudFormationClient {
  const clients = new Map<string, CloudFormationClient>();
  return (stackName) => {
    const region = regionOfStack(stackName, settings.region);
    const client = clients.get(region) ?? new CloudFormationClient({ ...settings, region });
    clients.set(region, client);
    return client;
  };
}
