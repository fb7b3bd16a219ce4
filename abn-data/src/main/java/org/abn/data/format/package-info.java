/** One reader for each published dataset format. */
package org.abn.data.format;
