/** Trained networks in use: what they answer, and gradients of their answers. */
package org.abn.model.inference;
