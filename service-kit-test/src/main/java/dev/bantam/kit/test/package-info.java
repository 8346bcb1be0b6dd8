/**
 * What the tests of services share. {@link dev.bantam.kit.test.TestDatabase} gives a PostgreSQL,
 * {@link dev.bantam.kit.test.TestService} a started service with a token for each role, {@link
 * dev.bantam.kit.test.ServiceProcess} one in a process of its own that can be killed, and {@link
 * dev.bantam.kit.test.EndpointTable} proves who may call what. A test of a service names only what
 * is its own.
 */
@NullMarked
package dev.bantam.kit.test;

import org.jspecify.annotations.NullMarked;
