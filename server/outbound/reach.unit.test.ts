import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfig } from '../kernel/config.ts';
import { reachWith } from './reach.ts';

it('networks that may be reached are named by OUTBOUND_ALLOW, and a wrong one stops the start', () => {
  assert.deepEqual(readConfig({}).outboundAllow, []);
  assert.deepEqual(readConfig({ OUTBOUND_ALLOW: '10.0.0.0/8, fd00::/8' }).outboundAllow, ['10.0.0.0/8', 'fd00::/8']);
  for (const list of ['10.0.0.1', '10.0.0.0/33', 'localhost', '10.0.0.0/8,'])
    assert.throws(
      () => readConfig({ OUTBOUND_ALLOW: list }),
      /OUTBOUND_ALLOW must list networks such as 10\.1\.0\.0\/16/,
    );
});

describe('the addresses that outgoing HTTP may connect to', () => {
  const reach = reachWith(['10.1.0.0/16', 'fd12::/16']);

  it('are those of the Internet, by https only', () => {
    for (const address of [
      '93.184.215.14',
      '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
      '::ffff:93.184.215.14',
      '64:ff9b::5db8:d70e',
    ]) {
      assert.equal(reach(address, 'https:'), true, address);
      assert.equal(reach(address, 'http:'), false, address);
    }
  });

  it('are none of this machine, of private networks, of clouds and of translators, in whatever spelling', () => {
    const inside = [
      ...['127.0.0.1', '127.8.9.10', '::1', '0.0.0.0', '::', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1'],
      ...[
        '169.254.169.254',
        '100.100.100.200',
        '192.0.0.192',
        '168.63.129.16',
        'fd00:ec2::254',
        'fe80::1',
        'fe80::1%eth0',
      ],
      ...['fc00::1', 'fec0::1', 'ff02::1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '198.18.0.1', '2001:db8::1'],
      ...[
        '::ffff:127.0.0.1',
        '::ffff:7f00:1',
        '::127.0.0.1',
        '64:ff9b::7f00:1',
        '64:ff9b::a9fe:a9fe',
        '64:ff9b:1::a00:1',
        '64:ff9b:1:7f00:0:100:808:808',
      ],
      ...['2002:7f00:1::', '2001::1', 'localhost', '', '1'],
    ];
    for (const address of inside) assert.equal(reach(address, 'https:'), false, address);
  });

  it('are those that the operator allows, by http as well', () => {
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203', 'fd12::7']) {
      assert.equal(reach(address, 'http:'), true, address);
      assert.equal(reach(address, 'https:'), true, address);
    }
    assert.equal(reach('10.2.0.1', 'https:'), false);
  });
});
