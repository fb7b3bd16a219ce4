/**
 * What the layers compute, each operation in two ways with the same result: by oneDNN's own API
 * (FLOAT on a CPU that it supports) and by ND4J's native operations (everything else).
 */
package org.abn.model.kernel;
