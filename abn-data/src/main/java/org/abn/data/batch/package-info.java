/** The order of an epoch, and its mini-batches as ND4J arrays. */
package org.abn.data.batch;
