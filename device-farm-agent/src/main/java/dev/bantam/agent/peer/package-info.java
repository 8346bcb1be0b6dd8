/**
 * Other runtimes that ours is compared with, loaded into this process, so that both are measured in
 * alternation. They are never a dependency: a peer is there if its user has it.
 *
 * <p>To add one, write a class that loads it and is a {@link dev.bantam.agent.peer.Peer}.
 */
@NullMarked
package dev.bantam.agent.peer;

import org.jspecify.annotations.NullMarked;
