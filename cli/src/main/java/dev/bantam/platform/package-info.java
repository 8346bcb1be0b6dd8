/**
 * The whole platform on one machine: a database, every service that is on the class path, and one
 * address for all of them. The services know nothing of it; they are started and told where things
 * are, as a container would be.
 */
@NullMarked
package dev.bantam.platform;

import org.jspecify.annotations.NullMarked;
