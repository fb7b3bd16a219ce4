/** Pictures of saliency maps: overlays, colour bars, captions. */
package org.abn.model.picture;
