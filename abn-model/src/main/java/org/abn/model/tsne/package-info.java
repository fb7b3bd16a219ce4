/** Points of many dimensions drawn in two: exact t-SNE (van der Maaten and Hinton 2008). */
package org.abn.model.tsne;
