-- What a session holds of who is signed in has changed its form: everybody signs in again.
DELETE FROM spring_session;
