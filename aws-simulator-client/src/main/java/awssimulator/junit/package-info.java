/**
 * The simulator in tests: {@link awssimulator.junit.LocalSimulator} starts one in the test's JVM,
 * {@link awssimulator.junit.AwsSimulatorExtension} does so for JUnit 5 and 6. Spring is not needed
 * in the test, though the simulator brings its own.
 */
@NullMarked
package awssimulator.junit;

import org.jspecify.annotations.NullMarked;
