month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

duration-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
duration-half-days = { $count ->
    [one] { $count } half-day
   *[other] { $count } half-days
}
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-minutes = { $minutes } min

modality-in-person = In person
modality-remote = Remote
modality-blended = Blended
modality-self-paced = Self-paced
level-beginner = Beginner
level-intermediate = Intermediate
level-advanced = Advanced
language-ar = Arabic
language-fr = French
language-en = English
comma = ,
colon = :

period = { $from } – { $to }
draft = Draft, not published
contents = Contents
courses = { $count ->
    [one] { $count } course
   *[other] { $count } courses
}
themes = { $count ->
    [one] { $count } theme
   *[other] { $count } themes
}
duration = Duration
modality = Form
level = Level
languages = Languages
fee = Fee
free = Free of charge
audience = Audience
prerequisites = Prerequisites
required-courses = To be followed before
objectives = Objectives
skills = Skills
programmes = Programme
responsible = Responsible for the content
dates = Dates and places
first-day = First day
last-day = Last day
place = Place
course = Course
dates-later = The dates will be announced.
calendar = Calendar
calendar-note = All planned dates, in order.
contact = Contact and registration
contact-note = For any question, and to register, please turn to the centre.
address = Address
phone = Telephone
email = E-mail
website = Website
page = Page

confidential = Personal data, not to be passed on
nothing-kept = Nothing is kept here.
made-at = Put together on { $when } (Tunis time)
instant = { $day }, { $time }
answer-yes = yes
answer-no = no

certificate-number = No.
certificate-issued = Issued on
certificate-expires = Good until
certificate-code = Code
certificate-laws = Texts:
certificate-check = Check it with a phone, or by its code.
certificate-scan = Square code that leads to the page where it is checked
certificate-period = from { $from } to { $to }
