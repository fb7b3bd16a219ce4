/**
 * Published image datasets turned into shards and mini-batches; this package holds what its parts
 * share.
 */
package org.abn.data;
