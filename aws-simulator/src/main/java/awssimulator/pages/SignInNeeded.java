package awssimulator.pages;

/** The page needs an account to show something for. */
final class SignInNeeded extends RuntimeException {}
