package org.abn.model.layer;

/**
 * What a vertex looks at again in its backward pass in training. Memory of what nobody looks at
 * serves others; its shape is known all the same.
 */
interface BackwardReads {

  /** Whether the values of its inputs. */
  boolean readsInputs();

  /** Whether the values of its output. */
  boolean readsOutput();

  /**
   * Whether it takes its inputs anew from where they were set, so that equal values may lie
   * somewhere else by then.
   */
  default boolean takesInputsAnew() {
    return false;
  }
}
