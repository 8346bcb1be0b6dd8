/**
 * A platform as its clients reach it: services each other, agents their farm, the command its
 * server. It knows how requests are sent and refusals are read, and nothing of what is asked for.
 */
@NullMarked
package dev.bantam.client;

import org.jspecify.annotations.NullMarked;
