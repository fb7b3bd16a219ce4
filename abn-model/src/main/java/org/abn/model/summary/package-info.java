/** What a network consists of and costs, without building it: layers, shapes, multiply-adds. */
package org.abn.model.summary;
