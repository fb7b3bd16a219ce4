/** Shards of records in Hadoop SequenceFiles, and the manifest that describes them. */
package org.abn.data.shard;
