/**
 * The layers and vertices that an attention branch network needs, computed by {@link
 * org.abn.model.kernel}.
 *
 * <p>A feature map is channel-last, {@code [N, H, W, C]} in row-major order: whatever runs along
 * the channels runs along memory. In FLOAT on a CPU it may instead lie in blocks of channels, and
 * on a GPU it is channel-first: then its array is of rank 5; see {@link
 * org.abn.model.kernel.Layout}.
 */
package org.abn.model.layer;
