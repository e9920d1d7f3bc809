import { totalmem } from 'node:os';
import { system } from './system.ts';

const megabyte = 1024 * 1024;

/** The memory that this computer or container allows. */
export function memory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** PostgreSQL's settings, suited to a million users. Given at every start, so that a new version of Muster can change them. */
export function postgresSettings(bytes: number): string[] {
  const part = (share: number, min: number, max: number) =>
    `${Math.round(Math.min(Math.max((bytes * share) / megabyte, min), max))}MB`;
  const settings = {
    // The only way in is this socket. '.' is the database's own folder, which is closed to others.
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    cluster_name: 'muster',
    max_connections: '60',
    // Acknowledged data survives a power cut.
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
    // This build supports only pglz, with which a change of 200,000 random rows took nearly twice as long.
    wal_compression: 'off',
    checkpoint_timeout: '15min',
    // There is no replication, and Muster makes backups itself.
    max_wal_senders: '0',
    random_page_cost: '1.1',
    jit: 'off',
    // A statement of a killed Muster ends too.
    client_connection_check_interval: '1s',
    // Vacuum and analyze run soon and fast after a change of a million users.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.02',
    autovacuum_vacuum_cost_limit: '2000',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    // Muster reports errors of statements itself. Here they would fill the disk and expose people's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
