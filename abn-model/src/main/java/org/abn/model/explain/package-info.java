/** What a network looked at: attention maps, and pictures of them. */
package org.abn.model.explain;
