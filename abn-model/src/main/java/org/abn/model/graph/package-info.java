/** Graphs under construction: layers are added under a name, and shapes are followed. */
package org.abn.model.graph;
