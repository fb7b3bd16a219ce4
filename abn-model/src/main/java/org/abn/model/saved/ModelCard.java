package org.abn.model.saved;

import org.abn.model.parts.NetworkParts;

/**
 * What a file says of the network in it.
 *
 * @param parts what it consists of
 * @param provenance where it comes from
 */
public record ModelCard(NetworkParts parts, Provenance provenance) {}
