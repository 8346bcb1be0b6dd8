/**
 * The agent's side of a farm: announces devices, takes leases, keeps them by heartbeats, and
 * reports, all by requests that it sends itself. The server's side is the benchmark service.
 */
@NullMarked
package dev.bantam.agent.farm;

import org.jspecify.annotations.NullMarked;
