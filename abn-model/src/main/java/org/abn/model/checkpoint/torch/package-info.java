/**
 * Files of tensors: zip archives and the older streams as {@code torch.save} writes them, and
 * safetensors; and where in them a network's tensors are.
 */
package org.abn.model.checkpoint.torch;
