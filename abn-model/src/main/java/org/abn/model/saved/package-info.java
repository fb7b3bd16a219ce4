/** {@code model.zip}: DL4J's own format, and in it what the network consists of and comes from. */
package org.abn.model.saved;
