/** Reads and writes Python's pickles; what a pickle names is never looked up, made or called. */
package org.abn.model.checkpoint.pickle;
