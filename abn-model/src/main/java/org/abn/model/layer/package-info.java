/**
 * The layers and vertices that an attention branch network needs, on ND4J's native operations.
 *
 * <p>Every feature map is channel-last, {@code [N, H, W, C]} in row-major order: on a CPU oneDNN
 * convolves it without reordering, and whatever runs along the channels runs along memory.
 */
package org.abn.model.layer;
