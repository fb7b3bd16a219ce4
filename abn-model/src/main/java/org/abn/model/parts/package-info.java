/** What a network consists of: which vertex of its graph is what, and what its outputs mean. */
package org.abn.model.parts;
