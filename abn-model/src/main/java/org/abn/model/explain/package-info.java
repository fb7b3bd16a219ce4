/** What a network looked at: saliency maps, and the methods that find them. */
package org.abn.model.explain;
