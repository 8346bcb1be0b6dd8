/**
 * A PostgreSQL of our own, for one machine: unpacked from the class path, started as a child
 * process, reachable from this machine only and with a password. Not for platforms that have a
 * database already.
 */
@NullMarked
package dev.bantam.kit.postgres;

import org.jspecify.annotations.NullMarked;
