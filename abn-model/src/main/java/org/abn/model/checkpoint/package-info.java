/**
 * PyTorch checkpoints in and out of networks.
 *
 * <p>A vertex {@code part/module} with a parameter {@code weight} is the tensor {@code
 * module.weight}; arrays have PyTorch's shapes.
 */
package org.abn.model.checkpoint;
