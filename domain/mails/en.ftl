foot =
    .body = Nabta, the centre's training platform. This message was sent automatically; nobody reads replies.
    .unsubscribe = Stop these messages

greeting =
    .named = Hello { $name },
    .plain = Hello,

registration-confirm =
    .subject = Confirm your address to open your account
    .body =
        You asked for an account on the training platform. To open it, confirm that this address is yours. The link is good for 24 hours.

        If you did not ask for anything, ignore this message: no account will be opened.
    .button = Confirm my address

registration-known =
    .subject = You have an account already
    .body =
        Somebody, perhaps you, asked for an account with this address. You have one already: sign in, or ask for a new password if you have forgotten it.

        If it was not you, there is nothing you need to do.
    .button = Sign in

password-reset =
    .subject = Choose a new password
    .body =
        Somebody, most likely you, asked for a new password for your account. The link is good for one hour and works once.

        If it was not you, ignore this message: your password stays the same.
    .button = Choose a password

password-changed =
    .subject = Your password was changed
    .body =
        The password of your account has just been changed, and your other devices were signed out.

        If it was not you, ask for a new password at once and tell the centre.
    .button = Ask for a new password

looked-at =
    .subject = An administrator sees your pages as you do
    .body =
        { $who } now sees the pages of the platform as you see them, for half an hour at most. Nothing can be changed, and neither your telephone number nor your documents can be read.

        The reason: { $reason }

        If you did not ask for help, tell the centre.
    .button = See who looked

access-changed =
    .subject = The ways into your account have changed
    .body =
        { $what ->
            [passkey-added] A passkey was just added to your account: it signs in without your password.
            [passkey-removed] A passkey was just removed from your account: it no longer signs in.
            [provider-added] Your account was just connected to another sign-in provider: it signs in without your password.
            [provider-removed] The connection of your account to another sign-in provider was just removed.
            [second-factor-on] The second factor of your account was just turned on.
            [second-factor-off] The second factor of your account was just turned off: the password alone signs in.
           *[other] { $what }
        }

        If it was not you, change your password at once and tell the centre.
    .button = See the ways into my account

invitation =
    .subject = You are invited to the training platform
    .body =
        { $host } invites you to the centre's training platform, in this role: { $role ->
            [learner] learner
            [trainer] trainer
            [training_officer] training officer
            [programme_officer] programme officer
            [partner_officer] partner officer
            [reviewer] reviewer
            [coach] coach
            [quality_officer] quality officer
            [auditor] auditor
            [administrator] administrator
           *[other] { $role }
        }.

        The link is good for seven days. If you have an account with this address already, the role is added to it; if not, you will open one.
    .button = Accept the invitation

person-claim =
    .subject = Your code to find your file
    .body =
        Somebody, most likely you, asked to find their file at the centre from their account. The code is { $code }. It is good for 30 minutes.

        If it was not you, give this code to nobody: without it nothing happens.
    .text = Nabta: your code is { $code }. It is good for 30 minutes. Give it to nobody.

person-claimed =
    .subject = Your account was joined to your file
    .body =
        The centre has joined your account to the file that you had there already. You will find in it what the centre knows of you.

        If this file is not yours, tell the centre.
    .button = See my file

export-ready =
    .subject = Your data is ready
    .body =
        All that the platform keeps about you is ready, as PDF and JSON. Sign in to download it; it stays available for seven days.

        If you did not ask for it, change your password and tell the centre.
    .button = See my data

erased =
    .subject = Your account was erased
    .body =
        Your account and your file were erased as was asked. What the law and the accounts require to be kept stays, without your name.

        This is the last message that the platform sends you.

mail-bounced =
    .subject = Our messages do not reach you
    .body =
        Messages to your address come back to us. Look at your mailbox, or ask the centre to change the address: without it we can neither tell you anything nor send you a new password.
    .button = See my account

review-asked =
    .subject = Content waits for your approval
    .body =
        { $who } has sent you this content: { $course }.
    .button = Read the content

review-decided =
    .subject = A decision on content that you sent
    .body =
        { $what ->
            [approved] The content that you sent is approved: { $course }. It will be published soon.
            [published] The content that you sent is published: { $course }.
            [returned] The content that you sent comes back to you: { $course }.

            To be changed: { $note }
           *[other] The content that you sent is published: { $course }.
        }
    .button = Open the content

enrolled =
    .subject = A course is waiting for you
    .body =
        { $way ->
            [invitation] The centre invites you to this course: { $course }. A seat is kept for you; say whether you take it.
            [organisation] Your organisation entered you in this course: { $course }.
           *[officer] The centre entered you in this course: { $course }.
        }
    .button = See the course

enrolment-asked =
    .subject = Somebody asks to take part in a course
    .body =
        Somebody asks to take part in this course: { $course }.
    .button = See who asks

enrolment-decided =
    .subject = Your place in a course
    .body =
        { $what ->
            [accept] You are in: { $course }.
            [refuse] We could not take you this time: { $course }.

            Reason: { $note }
            [remove] You no longer take part: { $course }.

            Reason: { $note }
            [extend] You have more time to study: { $course }.
            [complete] You have completed this course: { $course }. Congratulations!
           *[expire] Your time to study is over: { $course }. If you wish to go on, ask the centre for time.
        }
    .button = See the course

enrolment-ends =
    .subject = Your course ends soon
    .body =
        You have until { $day } to study: { $course }.
    .button = Go on studying

quiz-graded =
    .subject = Your quiz is graded
    .body =
        What you wrote was graded: { $quiz } ({ $course }).
    .button = See the result

quiz-regraded =
    .subject = A quiz that you took was marked anew
    .body =
        A question of this quiz was wrong: { $quiz } ({ $course }). Your points have changed; what you had passed stays passed.

        Reason: { $reason }
    .button = See the result

certificate-issued =
    .subject = Your certificate is ready
    .body =
        You have a certificate: { $title }, number { $number }. Show it to whom you like; everybody can check it by its code.
    .button = See the certificate

certificate-ended =
    .subject = One of your certificates has changed
    .body =
        { $what ->
            [replaced] A new certificate stands for this one: { $title }, number { $number }.
           *[revoked] This certificate is no longer good: { $title }, number { $number }.
        }

        Reason: { $reason }
    .button = See your certificates

certificate-law-changed =
    .subject = A law of your certificate has changed
    .body =
        Your certificate rests on a text that has changed since: { $title }, number { $number }. It stays good; the present edition of the course brings you up to date.

        Text: { $law }
    .button = See the course

run-cancelled =
    .subject = A course does not take place
    .body =
        This course does not take place: { $course }.

        Reason: { $note }
    .button = See the courses

digest =
    .subject = News for you on the training platform
    .body =
        This is what happened since the last message:

        { $items }
    .button = See all notices

certificate-page =
    .title = Checking a certificate
    .valid = This certificate is good.
    .expired = The time of this certificate is over.
    .revoked = This certificate was taken back: it is no longer good.
    .replaced = Another certificate stands for this one.
    .next = See the one that stands for it
    .unknown = No certificate has this code. Check each letter, or ask its holder to show you the original.
    .slow = Too many tries from your network. Wait a minute, then try again.
    .name = Holder
    .forgotten = The name was erased at the holder's request.
    .courses = Courses
    .criteria = Completed every course of this certificate, as the centre verified.
    .issued = Issued on
    .expires = Good until
    .number = Number

leaving =
    .title = Stop these messages
    .text = Press the button, and you will no longer get these messages by mail. You will still find all news in the pages of the platform, and you can change your choice in your account.
    .button = Stop these messages
    .done = Your choice is kept. We will not send you these messages any more.
    .refused = This link is no longer good. Sign in, and choose in your account which messages you want.
