import { totalmem } from 'node:os';
import { system } from './system.ts';

const megabyte = 1024 * 1024;

/** What this computer, or the container we run in, lets us use. */
export function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** PostgreSQL's settings, good for a million users, given at every start so that a new version of Muster can change them. */
export function postgresSettings(bytes: number): string[] {
  const part = (share: number, min: number, max: number) =>
    `${Math.round(Math.min(Math.max((bytes * share) / megabyte, min), max))}MB`;
  const settings = {
    // Only this socket leads in; '.' is the database's own folder, which is closed to others.
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    cluster_name: 'muster',
    max_connections: '60',
    // What was acknowledged stays, whatever happens to the power.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: part(1 / 4, 32, 512),
    effective_cache_size: part(1 / 2, 64, 16_384),
    work_mem: part(1 / 256, 4, 16),
    maintenance_work_mem: part(1 / 32, 16, 256),
    dynamic_shared_memory_type: system.dynamicSharedMemory,
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    // This build compresses by pglz only, which made a change of 200,000 random rows take nearly twice as long.
    wal_compression: 'off',
    checkpoint_timeout: '15min',
    // Nobody replicates from here, and backups are made by Muster.
    max_wal_senders: '0',
    random_page_cost: '1.1',
    jit: 'off',
    // A statement of a Muster that was killed ends, too.
    client_connection_check_interval: '1s',
    // After a change of a million users, tables are cleaned and counted soon and briskly.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.02',
    autovacuum_vacuum_cost_limit: '2000',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    // Errors of statements reach Muster itself; here they would fill the disk and show people's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
