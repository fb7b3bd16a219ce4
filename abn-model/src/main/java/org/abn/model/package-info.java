/** Networks by name, and the DL4J configuration of each. */
package org.abn.model;
