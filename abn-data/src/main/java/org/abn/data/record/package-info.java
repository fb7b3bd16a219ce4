/** One image of a dataset with its labels, and the words for describing it. */
package org.abn.data.record;
