package org.abn.spark.report;

/**
 * An image under a map.
 *
 * @param method name of the method, such as {@code Grad-CAM}
 * @param subject what it is a map of, such as {@code Grad-CAM of dog}
 * @param range what it reaches from and to
 * @param picture as large as the image
 */
public record GalleryMap(String method, String subject, String range, JpegPicture picture) {}
