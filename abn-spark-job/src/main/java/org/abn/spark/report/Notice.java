package org.abn.spark.report;

/**
 * What a reader must not overlook, such as that the figures are a rehearsal's.
 *
 * @param title a word
 * @param text a sentence
 */
public record Notice(String title, String text) implements Section {}
