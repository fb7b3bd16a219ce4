/**
 * The parts of an attention branch network (Fukui et al. 2019, Fig. 2): feature extractor,
 * attention branch, attention mechanism and perception branch.
 */
package org.abn.model.abn;
