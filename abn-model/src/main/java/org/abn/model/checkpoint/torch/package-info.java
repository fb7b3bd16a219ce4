/** Files as {@code torch.save} writes them: today's zip archives and the older streams. */
package org.abn.model.checkpoint.torch;
