/** JPEG and PNG files, from their first bytes to pixels. */
package org.abn.data.image;
