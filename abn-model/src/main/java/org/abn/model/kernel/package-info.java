/**
 * What the layers compute, each operation in two ways with the same result: by oneDNN's own API
 * (FLOAT on a CPU that it supports) and by ND4J's native operations (everything else: on a GPU on
 * channel-first maps). {@link org.abn.model.kernel.Kernels} says which.
 */
package org.abn.model.kernel;
