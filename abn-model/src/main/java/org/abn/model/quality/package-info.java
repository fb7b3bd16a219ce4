/** How good saliency maps are: measures of single maps and of pairs, and what many images give. */
package org.abn.model.quality;
