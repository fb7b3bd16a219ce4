/** Seeded augmentation and normalisation of images, as pure functions. */
package org.abn.data.augment;
