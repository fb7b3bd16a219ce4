/** The convolutional networks that attention branches grow on, one table a family. */
package org.abn.model.backbone;
