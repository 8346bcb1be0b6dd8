/**
 * The farm as a service: devices, leases, and benchmarks, which are jobs that agents work on. A
 * lease is a row with a fence; whatever an agent says of it is one conditional statement, so a lost
 * lease can change nothing. Sweeping expired leases is done by every process of the service, and
 * harmless to do twice.
 */
@NullMarked
package dev.bantam.benchmark.service;

import org.jspecify.annotations.NullMarked;
