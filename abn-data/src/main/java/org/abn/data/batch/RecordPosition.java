package org.abn.data.batch;

/**
 * Where a record is.
 *
 * @param shard number in the manifest, from 0
 * @param block number in the shard, from 0
 * @param index in the block, from 0
 */
public record RecordPosition(int shard, int block, int index) {}
